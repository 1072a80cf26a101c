from pathlib import Path

from tools.labelled_corpus import read_corpus


def test_numbered_kinds_and_slips_of_typing_are_read(tmp_path: Path) -> None:
    rows = ["الكتاب B-MIS1", "الكبير I-MIS1", "في OO", "بغداد B-LOC", "نادي B-ORG", "الكرخ I--ORG"]
    corpus = tmp_path / "labelled.conll"
    corpus.write_text("\n".join(rows), encoding="utf-8")

    (sentence,) = read_corpus(corpus)

    assert sentence.labels == ("B-MISC", "I-MISC", "O", "B-LOC", "B-ORG", "I-ORG")
