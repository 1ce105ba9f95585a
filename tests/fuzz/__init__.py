"""Foreign bytes, bent in every way we could think of; `make fuzz` is the long form."""
