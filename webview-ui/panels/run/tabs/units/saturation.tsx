// The gates of the chosen unit's layer: how often each unit is closed and open over the text (Karpathy, Johnson, Fei-Fei 2015).
import { useCallback, useMemo } from 'preact/hooks';
import { percent } from '../../../../../src/protocol/figures';
import { drawSaturation, type GateSaturation } from '../../../../charts/saturation';
import { count } from '../../../../components/figures';
import { Picture } from '../../../../components/picture';
import { useUnits } from './unitsModel';

const HEIGHT = 190;

export function Saturation() {
  const { chosen, inspected } = useUnits();
  const unit = chosen.value;
  const layer = inspected.text.value?.layers.find((one) => one.layer === unit?.layer && one.direction === unit.direction);
  const gates = useMemo(
    () =>
      layer?.activations.flatMap(({ name, saturation }): GateSaturation[] => {
        return saturation ? [{ name, ...saturation }] : [];
      }) ?? [],
    [layer],
  );
  const draw = useCallback<Parameters<typeof Picture>[0]['draw']>(
    (surface, palette) => drawSaturation(surface, gates, unit?.unit, palette),
    [gates, unit?.unit],
  );
  if (!unit || !layer || gates.length === 0) return null;
  const here = gates
    .map(({ name, closed, open }) => `${name} closed at ${percent(closed[unit.unit] ?? 0)}, open at ${percent(open[unit.unit] ?? 0)}`)
    .join('; ');
  return (
    <Picture
      title="How saturated its gates are"
      caption={`Of ${count(inspected.count.value)} ${inspected.unitWords.value.many}, unit ${unit.unit}: ${here}. Below 0.1 a gate is closed, above 0.9 open; each dot is a unit of the layer.`}
      name="saturation"
      label={`How often the gates of layer ${layer.layer} are closed and open, for each unit`}
      height={HEIGHT}
      draw={draw}
      table={() => ({
        columns: ['gate', 'unit', 'closed', 'open'],
        rows: gates.flatMap(({ name, closed, open }) => [...closed].map((fraction, index) => [name, index, fraction, open[index] ?? 0])),
      })}
    />
  );
}
