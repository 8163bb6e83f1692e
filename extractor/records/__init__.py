"""What a form says, as typed data: the evaluation, the evidence of its values, numbers and targets."""
