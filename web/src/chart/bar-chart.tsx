import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import type uPlot from 'uplot'
import { amountText } from '../locale/numbers.ts'
import classes from './chart.module.css'
import { type ChartSeries, drawBars } from './draw-bars.ts'

export interface BarChartProps {
  title: string
  unit: string
  /** A short name for each place on the horizontal axis, and the full one. */
  places: readonly { short: string; full: string }[]
  series: readonly ChartSeries[]
}

const chartHeight = 220

/** Bars beside each other; pointing at a place tells its values, and screen readers get a table. */
export function BarChart({ title, unit, places, series }: BarChartProps) {
  // The colours are those of the scheme.
  const scheme = useComputedColorScheme('light')
  const { ref, width } = useElementSize()
  const [pointed, setPointed] = useState<number>()
  return (
    <figure className={classes['figure']} aria-label={title}>
      <Legend series={series} unit={unit} index={pointed} place={pointed === undefined ? '' : places[pointed]?.full} />
      <div ref={ref} className={classes['area']}>
        {width > 0 && <Bars key={scheme} width={width} places={places} series={series} onPoint={setPointed} />}
      </div>
      <div className="visually-hidden">
        <ValueTable title={title} unit={unit} places={places} series={series} />
      </div>
    </figure>
  )
}

interface BarsProps extends Pick<BarChartProps, 'places' | 'series'> {
  width: number
  onPoint(index: number | undefined): void
}

function Bars({ width, places, series, onPoint }: BarsProps) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = host.current
    if (!element) return
    let plot: uPlot | undefined
    // Each chart in a task of its own, so that a slow phone answers in between.
    const drawing = setTimeout(() => {
      plot = drawBars(element, { width, height: chartHeight, places, series, onPoint })
    })
    return () => {
      clearTimeout(drawing)
      plot?.destroy()
    }
  }, [width, places, series, onPoint])
  return <div ref={host} aria-hidden />
}

interface LegendProps {
  series: readonly ChartSeries[]
  unit: string
  index: number | undefined
  place: string | undefined
}

function Legend({ series, unit, index, place }: LegendProps) {
  return (
    <figcaption className={classes['legend']}>
      {series.map(({ label, color, values }) => {
        const value = index === undefined ? null : values[index]
        return (
          <span key={label}>
            <i style={{ background: `var(${color})` }} /> {label}
            {value != null && (
              <b>
                {' '}
                {amountText(value)} {unit}
              </b>
            )}
          </span>
        )
      })}
      <span className={classes['place']}>{place}</span>
    </figcaption>
  )
}

function ValueTable({ title, unit, places, series }: BarChartProps) {
  return (
    <table>
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          {series.map(({ label }) => (
            <th key={label} scope="col">
              {label} ({unit})
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {places.map(({ full }, index) => (
          <tr key={full}>
            <th scope="row">{full}</th>
            {series.map(({ label, values }) => (
              <td key={label}>{values[index] == null ? '–' : amountText(values[index])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
