import { describe, expect, it } from 'vitest'
import type { Value } from '../../../../src/workspace/formula/value.ts'
import { compute, PAGE_ID, page } from './compute.ts'

describe('lists', () => {
  it.each<[string, Value]>([
    ['at([1, 2, 3], 1)', 2],
    ['[1, 2].at(5)', undefined],
    ['[1, 2, 3].at(-1)', 3],
    ['first(["a", "b"]) + last(["a", "b"])', 'ab'],
    ['first([])', undefined],
    ['slice([1, 2, 3], 1, 2)', [2]],
    ['["dog", "cat"].slice(1)', ['cat']],
    ['concat([1, 2], [3, 4], [])', [1, 2, 3, 4]],
    ['sort([3, 1, 20])', [1, 3, 20]],
    ['sort(["b", "a", "C"])', ['C', 'a', 'b']],
    ['["b", 2, prop("No number"), true, 1, "a"].sort()', [1, 2, 'a', 'b', true, undefined]],
    ['["ccc", "a", "bb"].sort(current.length())', ['a', 'bb', 'ccc']],
    ['[1, 2, 3].sort(-current)', [3, 2, 1]],
    ['reverse(["green", "eggs", "ham"])', ['ham', 'eggs', 'green']],
    ['unique([1, 1, "1", 2, [1], [1], true])', [1, '1', 2, [1], true]],
    ['includes(["a", "b"], "b")', true],
    ['[1, 2].includes("1")', false],
    ['find(["a", "b", "c"], current == "b")', 'b'],
    ['find([1], current > 5)', undefined],
    ['findIndex(["a", "b", "c"], current == "b")', 1],
    ['findIndex([1], current > 5)', -1],
    ['filter([1, 2, 3], current > 1)', [2, 3]],
    ['prop("Tags").filter(current.contains("r"))', ['rock', 'opera']],
    ['some([1, 2, 3], current == 2)', true],
    ['some([], true)', false],
    ['every([1, 2, 3], current > 1)', false],
    ['every([], false)', true],
    ['map([1, 2, 3], current + 1)', [2, 3, 4]],
    ['map([1, 2, 3], current + index)', [1, 3, 5]],
    [
      '[1, 2].map([3, 4].map(current * 10))',
      [
        [30, 40],
        [30, 40],
      ],
    ],
    [
      '[1, 2].map(let(outer, current, [3, 4].map(current * outer)))',
      [
        [3, 4],
        [6, 8],
      ],
    ],
    ['[[1, 2], [3, [4]]].flat()', [1, 2, 3, [4]]],
    ['count([1, 2, 3])', 3],
    ['prop("Tags").count(current.contains("a"))', 2],
    ['[1, 2, 3, 4].filter(current % 2 == 0).map(current ^ 2).sum()', 20],
    ['if([2, 4, 9].map(current % 2).includes(1), "odd", "even")', 'odd'],
    ['prop("No playlists").map(current.prop("Name"))', []],
    ['prop("No choice").map(current)', []],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected)
  })
})

describe('pages', () => {
  it.each<[string, Value]>([
    ['prop("Playlists")', [page('a'), page('b'), page('c')]],
    ['prop("Playlists").length()', 3],
    ['prop("Playlists").map(current.prop("Name"))', ['Autumn', 'Berlin', 'Cellar']],
    ['prop("Playlists").first().prop("Tracks")', 12],
    ['prop(prop("Playlists").first(), "Tracks")', 12],
    ['prop("Playlists").first().prop("Next").prop("Name")', 'Berlin'],
    ['prop("No playlists").first().prop("Name")', undefined],
    ['prop("Playlists").map(current.prop("Tracks")).sum()', 42],
    ['prop("Playlists").filter(current.prop("Open")).map(current.prop("Name")).join("+")', 'Autumn+Cellar'],
    ['prop("Playlists").every(current.prop("Open"))', false],
    ['prop("Playlists").sort(current.prop("Tracks")).map(format(current))', ['Autumn', 'Berlin', 'Cellar']],
    ['id()', PAGE_ID.replaceAll('-', '')],
    ['prop("Playlists").first().id()', 'a'],
    ['id(prop("No playlists").first())', undefined],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected)
  })
})
