"""What runs inside. It is put there by itself, and imports only Python's own library."""
