"""What is read from Ansible's output."""

import unittest

from hostlab import badinput
from hostlab.playbook import Play, changes, complaints

RECAP = """
PLAY RECAP *********************************************************************
a                          : ok=12   changed=3    unreachable=0    failed=0    skipped=4    rescued=0    ignored=0
b                          : ok=11   changed=0    unreachable=0    failed=1    skipped=4    rescued=0    ignored=0
"""
FOLDED = """
TASK [Refuse] ******************************************************************
fatal: [a]: FAILED! => changed=false
  assertion: arp_failover_found | length == 0
  msg: |-
    a has no Java 17 or newer, and its repositories offer none;
    add a repository

PLAY RECAP *********************************************************************
"""
LISTED = """
fatal: [localhost]: FAILED! => changed=false
  assertion: x
  msg:
  - 'cluster web has 1 host (a), and a pair is two; add the second server to its group'

"""
JSON = """
fatal: [b]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect", "unreachable": true}

"""
JSON_LIST = """
fatal: [c]: FAILED! => {"assertion": "x", "evaluated_to": false, "msg": ["one host, and a pair is two", "no interface"]}

"""


class OutputTest(unittest.TestCase):
    def test_changes_by_host(self):
        self.assertEqual(changes(RECAP), {"a": 3, "b": 0})

    def test_a_folded_message_is_one_line(self):
        self.assertEqual(complaints(FOLDED), (
            "a: a has no Java 17 or newer, and its repositories offer none; add a repository",))

    def test_a_list_of_messages(self):
        self.assertEqual(complaints(LISTED), (
            "localhost: cluster web has 1 host (a), and a pair is two; add the second server to its group",))

    def test_a_message_in_json(self):
        self.assertEqual(complaints(JSON), ("b: Failed to connect",))

    def test_several_in_json(self):
        self.assertEqual(complaints(JSON_LIST), ("c: one host, and a pair is two; no interface",))

    def test_an_error_before_any_host(self):
        self.assertEqual(complaints("ERROR! Decryption failed (no vault secrets would decrypt)\n"), (
            "ERROR! Decryption failed (no vault secrets would decrypt)",))

    def test_nothing_failed(self):
        self.assertEqual(complaints(RECAP), ())


class RefusalTest(unittest.TestCase):
    def refusal(self, code, output):
        return badinput.unclear(Play(code, output, 1.0, {}, complaints(output)))

    def test_a_clear_one(self):
        self.assertEqual(self.refusal(2, FOLDED), [])

    def test_none(self):
        self.assertEqual(self.refusal(0, RECAP), ["it was not refused"])

    def test_without_a_word(self):
        self.assertEqual(self.refusal(2, RECAP), ["no line says why"])

    def test_with_a_stack_trace(self):
        self.assertEqual(self.refusal(2, FOLDED + "Traceback (most recent call last):\n"), ["a stack trace"])


if __name__ == "__main__":
    unittest.main()
