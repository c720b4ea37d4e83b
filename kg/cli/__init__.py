"""The command line ``kg VERB``: reading arguments, calling one library function, printing.

``verbs`` lists the verbs, each a module of this package with an ``OPTIONS`` table and ``run(arguments) -> int``;
``options`` reads arguments by these tables and makes the help from them; ``main`` is the way in, and turns
errors into exit codes. A verb's module is loaded only when the verb is used.
"""

from __future__ import annotations

__all__: list[str] = []
