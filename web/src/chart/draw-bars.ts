import './language-tag.ts'
import uPlot from 'uplot'
import { amountText } from '../locale/numbers.ts'

export interface ChartSeries {
  label: string
  /** The name of a CSS variable. */
  color: string
  values: readonly (number | null)[]
}

interface BarSettings {
  width: number
  height: number
  places: readonly { short: string }[]
  series: readonly ChartSeries[]
  onPoint(index: number | undefined): void
}

const fontSize = 12
const pixelsPerLabel = 46

/** Draws bars beside each other; where they would be narrower than a pixel, their outline. */
export function drawBars(element: HTMLElement, settings: BarSettings): uPlot {
  const { places, series } = settings
  const data = [places.map((_place, index) => index), ...series.map(({ values }) => [...values])]
  return new uPlot(barOptions(settings), data as uPlot.AlignedData, element)
}

function barOptions({ width, height, places, series, onPoint }: BarSettings): uPlot.Options {
  const ink = color('--mantine-color-dimmed')
  const grid = color('--mantine-color-default-border')
  const font = `${fontSize}px ${getComputedStyle(document.body).fontFamily}`
  const every = Math.max(1, Math.ceil(places.length / Math.max(1, Math.floor((width - 50) / pixelsPerLabel))))
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    padding: [8, 14, 0, 0],
    scales: {
      x: { time: false, range: [-0.6, places.length - 0.4] },
      y: { range: (_plot, low, high) => [Math.min(0, low ?? 0), (high ?? 0) > 0 ? high * 1.05 : 1] },
    },
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: { show: false },
        size: 28,
        splits: () => everyOf(places.length, every),
        values: (_plot, splits) => splits.map((index) => places[index]?.short ?? ''),
      },
      {
        stroke: ink,
        font,
        grid: { stroke: grid, width: 1 },
        ticks: { show: false },
        size: 50,
        values: (_plot, splits) => splits.map(amountText),
      },
    ],
    series: [{}, ...series.map((one, index) => barSeries(one, pathsOf(index, series.length, places.length > width)))],
    hooks: { setCursor: [({ cursor: { idx } }) => onPoint(idx ?? undefined)] },
  }
}

/** Every so many places, the last one included. */
function everyOf(count: number, every: number): number[] {
  return Array.from({ length: Math.ceil(count / every) }, (_unused, step) => count - 1 - step * every).reverse()
}

function pathsOf(index: number, count: number, isDense: boolean): uPlot.Series.PathBuilder | undefined {
  if (isDense) return uPlot.paths.linear?.()
  const side = index === 0 ? -1 : 1
  return uPlot.paths.bars?.({ size: [count > 1 ? 0.38 : 0.7, 28], align: count > 1 ? side : 0, radius: 0.15 })
}

function barSeries({ color: name, label }: ChartSeries, paths: uPlot.Series.PathBuilder | undefined): uPlot.Series {
  const fill = color(name)
  return { label, fill, stroke: fill, width: 0, points: { show: false }, ...(paths && { paths }) }
}

// A canvas knows no variables and no light-dark(), so an element tells what they come to.
function color(variable: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${variable})`
  document.body.append(probe)
  const computed = getComputedStyle(probe).color
  probe.remove()
  return computed
}
