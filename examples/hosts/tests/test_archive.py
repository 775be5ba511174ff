"""Which archives the machines get, and where they find them."""

import unittest

from hostlab.archive import Source, list_of, sources_of

LISTING = """http://one.example/debian/ bookworm main
http://one.example/debian/ bookworm main
http://one.example/debian/ bookworm-updates main
http://one.example/security/ bookworm-security main
https://other.example/apt tools main
"""


class SourcesTest(unittest.TestCase):
    def test_those_of_the_release_once_each(self):
        found = sources_of(LISTING, "bookworm")
        self.assertEqual(found, [
            Source("http://one.example/debian", "bookworm", "main"),
            Source("http://one.example/debian", "bookworm-updates", "main"),
            Source("http://one.example/security", "bookworm-security", "main")])

    def test_another_release_has_none(self):
        self.assertEqual(sources_of(LISTING, "trixie"), [])

    def test_the_list_names_archives_by_number(self):
        self.assertEqual(list_of(sources_of(LISTING, "bookworm"), "http://desk:1"), """\
deb http://desk:1/0 bookworm main
deb http://desk:1/0 bookworm-updates main
deb http://desk:1/1 bookworm-security main
""")


if __name__ == "__main__":
    unittest.main()
