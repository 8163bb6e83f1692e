"""Many documents: read in isolated workers that may be stopped, die or be recycled without harm to the rest."""
