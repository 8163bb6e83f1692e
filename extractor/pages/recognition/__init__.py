"""Recognises the text in pictures of pages, offline, with the models that come inside the wheel of rapidocr."""
