"""Every page of this room."""
