"""Graphs as text."""

import random

from microkit import Value
from microkit.checks.recipes import built, gates_of, leaves_of, random_recipe, roots_of


def test_a_random_recipe_has_one_root_and_shares_inner_nodes():
    shared = 0
    for seed in range(50):
        recipe = random_recipe(random.Random(seed), 9)
        assert len(roots_of(recipe)) == 1
        assert roots_of(recipe)[0] == gates_of(recipe)[-1][0]
        inputs = [name for _, left, _, right in gates_of(recipe) for name in (left, right)]
        shared += any(inputs.count(name) > 1 for name, *_ in gates_of(recipe))
    assert shared > 40


def test_values_and_plain_numbers_give_the_same_results():
    recipe = random_recipe(random.Random(4), 9)
    numbers = {name: 1.5 + place for place, name in enumerate(leaves_of(recipe))}
    nodes = built(recipe, numbers, Value)
    assert {name: node.data for name, node in nodes.items()} == built(recipe, numbers, float)
    assert sorted(nodes) == sorted({*numbers, *(name for name, *_ in gates_of(recipe))})
