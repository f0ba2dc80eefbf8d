import { readings as de } from '../texts/de/readings.ts'
import { readings as en } from '../texts/en/readings.ts'
import { inLanguage } from '../texts/language.ts'

export const texts = inLanguage({ en, de })
