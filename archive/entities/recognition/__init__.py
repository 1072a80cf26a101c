"""Recognition: where a text names a person, an organisation or a place. No Django.

Others call ``combined_recogniser``: the recognisers as one. ``gazetteer_recogniser`` finds known
names (``candidates`` where they may stand, ``alias_policy`` which to believe, ``coreference``
surnames alone); ``crf_recogniser`` finds new ones by a trained model (``crf_tagger``, over
``crf_model`` and ``crf_features``).
"""

__all__ = ["combined_recogniser", "crf_recogniser", "gazetteer_recogniser"]
