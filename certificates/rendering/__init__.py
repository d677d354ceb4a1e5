"""Facts → glyph check → HTML → PDF. Importing any of it loads no Pango; `pdf.py` does, late.

fonts    the packaged faces and what they can draw
words    dates and wordings in Chinese and English
art      the guilloche: rosettes and woven bands, computed
seal     the cinnabar seal
designs  which HTML templates there are
paper    a certificate → HTML
pdf      HTML → PDF
"""
