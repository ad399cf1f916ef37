"""What a person sees: a page a file, thin; `frame.py` runs before each of them."""
