// What an answer is by its headers, its address and its first bytes: audio, a web page, or something to refuse.

import { extname } from 'node:path'
import { InputFault } from '../errors.ts'

export type MediaVerdict = { kind: 'audio'; extension: string } | { kind: 'page' }

const EXTENSION_OF_TYPE: Record<string, string> = {
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/m4a': 'm4a',
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/wav': 'wav',
  'audio/wave': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/x-wav': 'wav',
  'audio/aiff': 'aiff',
  'audio/x-aiff': 'aiff',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/ogg': 'ogg',
  'application/ogg': 'ogg',
  'audio/opus': 'opus',
  'audio/webm': 'webm',
  'video/webm': 'webm',
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/x-matroska': 'mkv',
  'audio/x-matroska': 'mka',
  'audio/x-ms-wma': 'wma',
}
const AUDIO_EXTENSIONS = new Set([...Object.values(EXTENSION_OF_TYPE), 'aif', 'oga', 'caf', 'm4b', 'alac', 'mp2'])
const PAGE_TYPES = new Set(['text/html', 'application/xhtml+xml'])
const PLAYLIST_TYPES =
  /^(application|audio|video)\/(x-)?(vnd\.apple\.)?(mpegurl|scpls|pls|pls\+xml|xspf\+xml|dash\+xml|vnd\.mpeg\.dash\.mpd)$/
const PLAYLIST_HEAD = /^\s*(#EXTM3U|\[playlist\])/i
const PAGE_HEAD = /^\s*(<!doctype html|<html|<head)/i

/** @throws InputFault for what is neither audio nor a page that may hold some. */
export function judgeHeaders(contentType: string | undefined, url: URL): MediaVerdict {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (PAGE_TYPES.has(type)) return { kind: 'page' }
  if (PLAYLIST_TYPES.test(type) || /\.(m3u8?|pls|xspf|mpd)$/i.test(url.pathname)) throw aPlaylist()
  const named = extname(url.pathname).slice(1).toLowerCase()
  const known = AUDIO_EXTENSIONS.has(named)
  if (type.includes('json')) throw notAudio(type)
  const unsaid = type === '' || type === 'application/octet-stream' || type === 'binary/octet-stream'
  if (!known && !unsaid && !/^(audio|video)\//.test(type) && type !== 'application/ogg') throw notAudio(type)
  return { kind: 'audio', extension: known ? named : (EXTENSION_OF_TYPE[type] ?? 'bin') }
}

/** Whatever the headers said. @throws InputFault for a playlist, a page or JSON in disguise. */
export function judgeHead(head: Buffer): void {
  const text = head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '')
  if (PLAYLIST_HEAD.test(text)) throw aPlaylist()
  if (PAGE_HEAD.test(text)) throw aPage()
  if (/^\s*(\{\s*"|\[\s*\{|<\?xml)/.test(text))
    throw new InputFault('the link leads to data, not to audio', 'Not_Audio')
}

export const aPlaylist = (): InputFault => new InputFault('the link leads to a playlist, not a track', 'Not_Audio')
export const aPage = (): InputFault => new InputFault('the link leads to a web page, not to audio', 'Not_Audio')

const notAudio = (type: string) => new InputFault(`the link leads to ${type.slice(0, 60)}, not to audio`, 'Not_Audio')
