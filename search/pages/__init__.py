"""The pages of the public site: each view reads the request, asks once, and renders."""
