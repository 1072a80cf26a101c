"""What archivists run on the command line."""
