"""Questions in Chinese: to a typed plan, to rows and evidence of the store, to a short answer with citations."""
