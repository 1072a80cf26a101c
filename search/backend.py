"""placeholder"""

from haystack.backends.simple_backend import SimpleEngine as KhizanaEngine  # noqa: F401
