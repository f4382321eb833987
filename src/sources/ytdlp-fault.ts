// How the rows of yt-dlp's fault table make their faults.

import { Environment, type ErrorTag, type Fault, InputFault, Limited, Transient } from '../errors.ts'
import type { Site } from './ytdlp-version.ts'

export interface YtdlpContext {
  /** The host of the link, for the sentence. */
  host: string
  /** SoundCloud and YouTube are sites of tracks; elsewhere a page may simply hold no audio. */
  site: Site
  now: number
  /** A list was asked for. */
  lists?: boolean
  /** The settings that a cookies file and a proxy come from. */
  cookiesSetting: string
  proxySetting: string
}

export interface Row {
  /** The name of what happened, for the log. */
  what: string
  error: RegExp
  /** Must be found among the warnings too. */
  warning?: RegExp
  /** Where the row counts; everywhere when absent. */
  site?: Site
  lists?: true
  make: Make
}

export type Make = (context: YtdlpContext) => Fault
export type Sentence = string | ((context: YtdlpContext) => string)

const said = (sentence: Sentence, context: YtdlpContext) =>
  typeof sentence === 'string' ? sentence : sentence(context)
export const input =
  (tag: ErrorTag, sentence: Sentence): Make =>
  context =>
    new InputFault(said(sentence, context), tag)
export const environment =
  (sentence: Sentence): Make =>
  context =>
    new Environment(said(sentence, context))
export const transient =
  (sentence: string): Make =>
  ({ host }) =>
    new Transient(`${host}: ${sentence}`)
export const wait =
  (minutes: { youtube: number; else: number }, sentence: Sentence): Make =>
  context => {
    const ms = (context.site === 'youtube' ? minutes.youtube : minutes.else) * 60_000
    return new Limited(`${context.host}: ${said(sentence, context)}`, context.now + ms)
  }

/** Of a site of tracks we expect better; of any page, it is what there is. */
export const onKnownSites =
  (known: Make, elsewhere: Make): Make =>
  context =>
    context.site === 'web' ? elsewhere(context) : known(context)
