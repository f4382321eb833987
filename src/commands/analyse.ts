// The analysis alone, of any local files: no Notion, no library, nothing is changed.

import { parse } from 'node:path'
import { createLogUpdate } from 'log-update'
import PQueue from 'p-queue'
import { openAudio } from '../audio/audio.ts'
import { audioConfig } from '../audio/audio-config.ts'
import { type MeasuredFile, measureFile } from '../audio/measure-file.ts'
import { type Config, loadConfig } from '../config.ts'
import { Environment, isFault, messageOf } from '../errors.ts'
import { findFiles } from './analyse/find-files.ts'
import { type Analysed, analysisTable, asJson, plain } from './analyse/show.ts'
import { writePlot } from './analyse/write-plot.ts'
import { type GlobalFlags, print, stopOnSignals } from './with-app.ts'

export interface AnalyseFlags extends GlobalFlags {
  files: string[]
  plot: boolean
}

const STOPPED = 1
const BAD_FILE = 2

export async function analyse(flags: AnalyseFlags): Promise<number> {
  const config = loadConfig({ varDir: flags.var })
  const { paths, unread } = await findFiles(flags.files)
  const signals = stopOnSignals()
  const display = openProgress(paths.length, flags.json)
  try {
    const results = await analyseAll(paths, { config, flags, signal: signals.signal, display })
    display.close()
    const lines = [...analysisTable(results, process.stdout.columns ?? 140), ...unread.map(plain)]
    print(flags, { files: results.map(asJson), unread }, lines)
    return signals.signal.aborted || unread.length > 0 ? STOPPED : exitCodeOf(results)
  } finally {
    display.close()
    signals.off()
  }
}

interface Work {
  config: Config
  flags: AnalyseFlags
  signal: AbortSignal
  display: Progress
}

async function analyseAll(paths: readonly string[], { config, flags, signal, display }: Work): Promise<Analysed[]> {
  const audio = openAudio(audioConfig(config))
  const queue = new PQueue({ concurrency: config.settings.TRACK_CONCURRENCY })
  const analyseOne = async (path: string): Promise<Analysed> => {
    try {
      const onProgress = (fraction: number) => display.at(path, fraction)
      const measured = await measureFile(audio, path, { signal, onProgress })
      if (!flags.plot || flags.dryRun) return { path, measured }
      return { path, measured, ...(await plotOf(config, path, measured)) }
    } catch (error) {
      // one file's trouble is no other's
      return { path, fault: isFault(error) ? error : new Environment(messageOf(error), { cause: error }) }
    } finally {
      display.ended(path)
    }
  }
  const results = await Promise.allSettled(paths.map(path => queue.add(() => analyseOne(path), { signal })))
  return results.flatMap(result => {
    if (result.status === 'fulfilled') return result.value
    if (signal.aborted) return []
    throw result.reason
  })
}

/** A page that cannot be written takes nothing from the figures. */
async function plotOf(
  config: Config,
  path: string,
  measured: MeasuredFile,
): Promise<Pick<Analysed, 'plot' | 'noPlot'>> {
  try {
    return { plot: await writePlot(config, parse(path).name, { path, ...measured }) }
  } catch (error) {
    return { noPlot: messageOf(error) }
  }
}

function exitCodeOf(results: readonly Analysed[]): number {
  const faults = results.flatMap(({ fault }) => fault ?? [])
  if (faults.length === 0) return results.some(({ noPlot }) => noPlot) ? STOPPED : 0
  return faults.every(({ errorClass }) => errorClass === 'Input') ? BAD_FILE : STOPPED
}

interface Progress {
  at(path: string, fraction: number): void
  ended(path: string): void
  close(): void
}

/** One line on a terminal; nothing elsewhere. */
function openProgress(total: number, json: boolean): Progress {
  if (!process.stderr.isTTY || json) return { at() {}, ended() {}, close() {} }
  const update = createLogUpdate(process.stderr)
  const fractions = new Map<string, number>()
  let done = 0
  const draw = () => {
    const running = [...fractions.entries()].map(
      ([path, part]) => `${plain(parse(path).base)} ${Math.round(100 * part)} %`,
    )
    update(`${done} of ${total} analysed${running.length > 0 ? ` · ${running.join(' · ')}` : ''}`)
  }
  const timer = setInterval(draw, 100)
  timer.unref()
  return {
    at: (path, fraction) => void fractions.set(path, Math.min(1, fraction)),
    ended(path) {
      fractions.delete(path)
      done += 1
    },
    close() {
      clearInterval(timer)
      update.clear()
      update.done()
    },
  }
}
