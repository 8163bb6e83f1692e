"""Speed and memory: file to findings beside PyMuPDF, pdfplumber and camelot, whole commands, a PDF of a thousand pages."""
