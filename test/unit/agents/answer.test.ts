import { describe, expect, it } from 'vitest'
import { answerIn, isError, limitIn } from '../../../src/agents/run/answer.ts'

const DONE = { status: 'done', summary: 'the tests pass', files: [] }
const TEXT = JSON.stringify(DONE)
const NOW = Date.UTC(2026, 10, 21)

describe('an answer', () => {
  it.each([
    ['in the result file', { file: TEXT, stdout: 'bye' }],
    ['in the words of the program', { stdout: `I did it.\n${TEXT}\n` }],
    [
      'in the JSON of claude -p',
      { stdout: JSON.stringify({ type: 'result', is_error: false, result: `Here: ${TEXT}` }) },
    ],
    ['in the JSON of gemini -p', { stdout: JSON.stringify({ response: TEXT, stats: {} }) }],
    ['behind another object', { stdout: `{"a": {"b": "}"}} ${TEXT}` }],
    ['with an object of its own kind inside words', { stdout: `{"status":"done","summary":""} then ${TEXT} {` }],
    ['in the words, the file being garbage', { file: 'garbage', stdout: TEXT }],
  ])('is found %s', (_, said) => expect(answerIn(said)).toEqual(DONE))

  it.each([
    ['nothing', ''],
    ['words', 'All done!'],
    ['another status', '{"status":"Complete","summary":"x"}'],
    ['no summary', '{"status":"done"}'],
    ['a half object', '{"status":"done","summary":"x"'],
    ['ten thousand brackets', '{'.repeat(4_000_000)],
  ])('%s is none', (_, stdout) => expect(answerIn({ stdout })).toBeUndefined())

  it('the last one counts, cut to what a cell holds', () => {
    const stdout = `${TEXT}\n{"status":"failed","summary":"${'x'.repeat(5000)}"}`
    expect(answerIn({ stdout })).toMatchObject({ status: 'failed', summary: 'x'.repeat(2000) })
  })

  it('a program may say that it failed although it ended well', () => {
    expect(isError(JSON.stringify({ type: 'result', is_error: true, result: 'x' }))).toBe(true)
    expect(isError(JSON.stringify({ response: '', error: { message: 'x' } }))).toBe(true)
    expect(isError(TEXT)).toBe(false)
    expect(isError('words')).toBe(false)
  })
})

describe('a limit', () => {
  it.each([
    ['Claude AI usage limit reached|1795255200', 1_795_255_200_000],
    ['Claude AI usage limit reached|1797000000', NOW + 24 * 3_600_000],
    ['Error: 429 Too Many Requests', NOW + 3_600_000],
    ['You have hit your rate limit.', NOW + 3_600_000],
    ['usage limit reached|1000000000', NOW + 3_600_000],
  ])('%s', (text, until) => expect(limitIn(text, NOW)).toBe(until))

  it.each(['the file has 1429 lines', 'SyntaxError at line 429', 'no such file', ''])('"%s" is none', text =>
    expect(limitIn(text, NOW)).toBeUndefined(),
  )
})
