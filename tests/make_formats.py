#!/usr/bin/env python3
"""Makes the office files of `corpus/formats` from the words below: `python3 tests/make_formats.py`."""
import pathlib
import zipfile

HERE = pathlib.Path(__file__).parent.parent / "corpus" / "formats"
WHEN = (2024, 6, 5, 0, 0, 0)


def package(name, parts):
    """Writes a ZIP archive; the first part is stored, the others are deflated, as office programs do."""
    with zipfile.ZipFile(HERE / name, "w") as archive:
        for number, (path, text) in enumerate(parts):
            info = zipfile.ZipInfo(path, WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(info, text)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(name, paragraphs, core=""):
    """Writes a Word document of (style, markup) paragraphs."""
    body = "".join(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>' for style, runs in paragraphs)
    package(name, [
        ("[Content_Types].xml", '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        ("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>'),
        ("docProps/core.xml", '<?xml version="1.0"?><cp:coreProperties xmlns:cp="x" xmlns:dc="y" xmlns:dcterms="z">' + core + "</cp:coreProperties>"),
    ])


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


docx("letter.docx", [
    ("Title", run("A bell for Selwick")),
    ("Normal", run("By Joost Amery")),
    ("Normal", run("The bell of Selwick ") + '<w:del w:id="1"><w:r><w:delText>never </w:delText></w:r></w:del>' + run("rings again.")),
    ("Normal", run("“It is a good bell,” ") + run("said Pia Vell.")),
], "<dc:title>Template</dc:title><dc:creator>user</dc:creator><dcterms:created>2024-06-05T08:00:00Z</dcterms:created>")

NEXIS = ["Job Number: 1", "1. Geese cross the road", "Geese cross the road", "The Ostley Post", "June 6, 2024 Thursday 9:20 AM GMT",
         "Copyright 2024 Ostley Post Ltd All Rights Reserved", "Section: NEWS; Version:2", "Length: 14 words", "Byline: Ruta Bly", "Body",
         "The geese cross the road at noon.", "“We wait,” said a driver.", "Load-Date: June 7, 2024", "End of Document",
         "Geese do not", "The Ostley Post", "June 8, 2024 Saturday", "Section: NEWS", "Length: 5 words", "Body", "The geese stayed at home.",
         "Classification", "Language: ENGLISH", "End of Document"]
docx("nexis.docx", [("Normal", run(line)) for line in NEXIS])

OFFICE = 'xmlns:office="o" xmlns:text="t" xmlns:meta="m" xmlns:dc="d"'
package("letter.odt", [
    ("mimetype", "application/vnd.oasis.opendocument.text"),
    ("content.xml", f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {OFFICE}><office:body><office:text>'
     '<text:h text:outline-level="1">Fog closes the port</text:h><text:p/>'
     '<text:p>The port closed<text:s text:c="2"/>at six.<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>'
     '<text:p>“I saw nothing,” said<text:line-break/>the pilot.</text:p></office:text></office:body></office:document-content>'),
    ("meta.xml", f'<?xml version="1.0"?><office:document-meta {OFFICE}><office:meta><meta:initial-creator>Ruta Bly</meta:initial-creator>'
     '<meta:creation-date>2024-06-09T10:00:00</meta:creation-date><dc:language>en-GB</dc:language></office:meta></office:document-meta>'),
])


def chapter(title, *paragraphs):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><h1>{title}</h1>{body}</body></html>'


LONG = "It was the longest sitting that anybody could remember, and the clerk wrote down each word of it in a book that is now in the library."
package("letters.epub", [
    ("mimetype", "application/epub+zip"),
    ("META-INF/container.xml", '<?xml version="1.0"?><container><rootfiles><rootfile full-path="O/book.opf"/></rootfiles></container>'),
    ("O/book.opf", '<?xml version="1.0"?><package xmlns:dc="d"><metadata><dc:title>The Ostley Post, 10 June</dc:title><dc:date>2024-06-10</dc:date>'
     '<dc:language>en</dc:language></metadata><manifest><item id="c" href="cover.xhtml"/><item id="n" href="nav.xhtml" properties="nav"/>'
     '<item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/></manifest><spine><itemref idref="c"/><itemref idref="n"/>'
     '<itemref idref="a"/><itemref idref="b"/></spine></package>'),
    ("O/cover.xhtml", chapter("The Ostley Post")),
    ("O/nav.xhtml", chapter("Contents", LONG, LONG)),
    ("O/a.xhtml", chapter("The council sat all night", "The council of Ostley sat until four in the morning.", LONG, "“Go home,” said Moira Larkin.")),
    ("O/b.xhtml", chapter("The clerk retires", "The clerk of Ostley retires after forty years.", LONG, "Her book stays.")),
])


def pdf(name, title, created, lines):
    """Writes a PDF document of one page: (x, y, size, words) a line, in the encoding of Windows."""
    escaped = lambda words: words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    stream = b"BT\n" + b"".join(
        b"/F1 %d Tf 1 0 0 1 %d %d Tm (" % (size, x, y) + escaped(words) + b") Tj\n" for x, y, size, words in lines) + b"ET\n"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"endstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + escaped(title) + b") /CreationDate (" + created.encode() + b") >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    end += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    (HERE / name).write_bytes(out + end)


LEFT = [
    (0, "The pilot boat of Selwick has been sold twice, and"), (0, "has come back twice. On Thursday the harbour coun-"),
    (0, "cil offered it for the third time, for nine crowns"), (0, "and a barrel of paint."),
    (12, "“She is a good boat,” said Pia Vell, who has"), (0, "steered her for thirty years. “She only leaks"), (0, "where she always did.”"),
    (12, "The council hopes that a buyer can be found be-"),
]
RIGHT = [
    (0, "fore the winter. Two men from Tarnwick have looked"), (0, "at the boat and have gone home again, one of them"), (0, "by land."),
    (12, "“We shall see,” said the harbour master, Ewan"), (0, "Tarrant. The boat will lie at the quay until then."),
]
pdf("pilot-boat.pdf", "The pilot boat of Selwick is for sale", "D:20240612080000+02'00'",
    [(50, 760, 20, "The pilot boat of Selwick is for sale"), (50, 730, 10, "By Ruta Bly")]
    + [(50 + x, 700 - 12 * row, 10, words) for row, (x, words) in enumerate(LEFT)]
    + [(310 + x, 700 - 12 * row, 10, words) for row, (x, words) in enumerate(RIGHT)]
    + [(290, 40, 10, "7")])
