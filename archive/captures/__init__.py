"""Captures: what was saved from the web, kept byte for byte until it is withdrawn.

``store`` keeps the bytes under their hash and gives them back as they were loaded;
``verification`` reads every one of them, ``withdrawal`` removes them for good.
``article_identity`` finds an article again in another capture of its document.
"""
