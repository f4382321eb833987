import { describe, expect, it } from 'vitest'
import type { Value } from '../../../../src/workspace/formula/value.ts'
import { compute, NOW } from './compute.ts'

describe('numbers', () => {
  it.each<[string, Value]>([
    ['add(5, 10)', 15],
    ['5.subtract(10)', -5],
    ['multiply(2, 10)', 20],
    ['divide(5, 10)', 0.5],
    ['divide(5, 0)', undefined],
    ['mod(7, 5)', 2],
    ['pow(5, 10)', 9_765_625],
    ['min(4, 1, 5, 3)', 1],
    ['max([4, 1], 5, [3])', 5],
    ['min([])', undefined],
    ['sum(1, 2, 3)', 6],
    ['sum([1, 2, 3], 4, 5)', 15],
    ['[6, 7, 8].sum()', 21],
    ['sum([])', 0],
    ['sum([1, prop("No number"), 2])', 3],
    ['median(1, 2, 4)', 2],
    ['median(10, 1, 2, 4)', 3],
    ['mean(1, 2, 3, 4)', 2.5],
    ['mean([])', undefined],
    ['mean([1, prop("No number"), 2])', 1.5],
    ['abs(-10)', 10],
    ['abs(prop("No number"))', undefined],
    ['round(0.4)', 0],
    ['round(-0.6)', -1],
    ['round(2.5)', 3],
    ['round(1.005, 2)', 1.01],
    ['round(1234.5, -2)', 1200],
    ['round(0.00000012345, 9)', 1.23e-7],
    ['ceil(4.2) + floor(4.8)', 9],
    ['sqrt(16) + cbrt(27)', 7],
    ['sqrt(-1)', undefined],
    ['exp(0)', 1],
    ['exp(1000)', undefined],
    ['ln(e())', 1],
    ['ln(0)', undefined],
    ['log10(1000)', 3],
    ['log2(1024)', 10],
    ['sign(-4) + sign(0) + sign(9)', 0],
    ['pi() > 3.14', true],
    ['toNumber(now())', NOW - 30_000],
    ['larger(2, 1)', true],
    ['smallerEq(2, 1)', false],
    ['unaryMinus(3)', -3],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected)
  })
})

describe('logic', () => {
  it.each<[string, Value]>([
    ['if(true, 1, 2)', 1],
    ['if(prop("Not done"), 1, 2)', 2],
    ['if(prop("Tags"), "some", "none")', 'some'],
    ['if(prop("No playlists"), "some", "none")', 'none'],
    ['ifs(true, 1, true, 2, 3)', 1],
    ['ifs(false, 1, false, 2, 3)', 3],
    ['ifs(false, 1, true, 2)', 2],
    ['ifs(false, 1, false, 2)', undefined],
    ['false.ifs(1, true, 2)', 2],
    ['and(true, true, prop("Title"))', true],
    ['or(false, 0, "")', false],
    ['true.and(false).or(true)', true],
    ['not(prop("Done"))', false],
    ['empty(0)', true],
    ['empty("")', true],
    ['empty(false)', true],
    ['empty([])', true],
    ['prop("No date").empty()', true],
    ['empty(prop("Released"))', false],
    ['empty([0])', false],
    ['empty(" ")', false],
    ['equal("a", "a")', true],
    ['"a".unequal("b")', true],
    ['prop("Released") == parseDate("1975-10-31")', true],
    ['prop("Playlists").first() == prop("Playlists").at(0)', true],
    ['prop("Playlists").first() == prop("Playlists").at(1)', false],
    ['prop("Owner") == prop("People").first()', true],
  ])('%s', (expression, expected) => {
    expect(compute(expression)).toEqual(expected)
  })
})
