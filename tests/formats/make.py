#!/usr/bin/env python3
"""Makes the office files of this folder from the words below: `python3 tests/formats/make.py`."""
import pathlib
import zipfile

HERE = pathlib.Path(__file__).parent
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
