"""Tests of what the hosts' scenarios compute: no machine is started."""

import os
import sys

HOSTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [HOSTS, os.path.join(os.path.dirname(HOSTS), "lab")]
