"""The demonstration film: sixteen drawn scenes with subtitles and quiet music, as WebM.

Nothing of it is stored but words and shapes; it is drawn and encoded at set-up.
"""
