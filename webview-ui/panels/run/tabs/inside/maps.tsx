// The text, its surprise and one map for each activation, on one common axis: scrolled, zoomed and pointed at together.
import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { short } from '../../../../components/figures';
import { useMeasuredHeight, useMeasuredWidth } from '../../../../components/measured';
import { ActivationMap } from './activationMap';
import { AlignmentMap } from './alignmentMap';
import { Announcement } from './announcement';
import { AdvantageRow, DependsRow, MOST_ADVANTAGE, SURPRISE_HEIGHT, SurpriseRow, TEXT_HEIGHT, TextRow } from './axisRows';
import { useBrushing } from './brushed';
import { useDependence } from './dependence';
import { type Inspection, mapName, useInspection } from './inspection';
import { mapHeights } from './mapHeights';

export function Maps() {
  const inspection = useInspection();
  const { axis, compared, mostSurprise, pointedLayer, surprised } = inspection;
  const { brushed, cursor, other, part, shape } = inspection.inspected;
  const { columns, columnWidth, offset, trackWidth } = axis;
  const { ref: pane, size: paneHeight } = useMeasuredHeight<HTMLDivElement>();
  const { ref: track } = useMeasuredWidth<HTMLDivElement>(trackWidth);

  useEffect(() => {
    const element = pane.current;
    if (!element) return undefined;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      axis.wheel(event, event.clientX - (track.current?.getBoundingClientRect().left ?? 0));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, []);

  // One place for the crosshair: the marks in every row follow these properties.
  useSignalEffect(() => {
    const style = pane.current?.style;
    if (!style) return;
    const at = cursor.value;
    const { from, to } = axis.column(at?.index ?? 0);
    style.setProperty('--column', `${Math.max(1, (to - from) * columnWidth.value)}px`);
    style.setProperty('--cursor-x', `${at ? from * columnWidth.value - offset.value : -99}px`);
    const { units = 1, direction } = pointedLayer.value ?? {};
    const row = pointedLayer.value && at?.unit !== undefined ? inspection.orderOf(pointedLayer.value).indexOf(at.unit) / units : -9;
    const span = brushed.value;
    style.setProperty('--brush-x', `${span ? span.from * columnWidth.value - offset.value : -99}px`);
    style.setProperty('--brush-width', `${span ? (span.to - span.from) * columnWidth.value : 0}px`);
    style.setProperty('--row-forward', String(direction === 'forward' ? row : -9));
    style.setProperty('--row-backward', String(direction === 'backward' ? row : -9));
    style.setProperty('--row', String(1 / units));
    style.setProperty('--content', `${columns.value.count * columnWidth.value}px`);
    style.setProperty('--beyond', `${columns.value.count * columnWidth.value - trackWidth.value}px`);
  });
  useSignalEffect(() => {
    if (pane.current && Math.abs(pane.current.scrollLeft - offset.value) >= 1) pane.current.scrollLeft = offset.value;
  });

  const brushing = useBrushing(track);
  const maps = pairs(inspection);
  const depends = useDependsNote();
  const { ref: content, furniture } = useFurniture([
    maps.length,
    surprised.value,
    depends !== undefined,
    compared.value,
    other.value,
    trackWidth.value,
  ]);
  const heights = mapHeights(
    maps.map(([{ units }]) => units),
    inspection.shown.value.length,
    paneHeight.value - furniture,
    window.devicePixelRatio || 1,
  );
  return (
    <div
      class={other.value ? 'maps aligned' : 'maps'}
      ref={pane}
      data-testid="maps"
      tabIndex={-1}
      onScroll={(event) => axis.scrollTo(event.currentTarget.scrollLeft)}
      onPointerLeave={() => inspection.inspected.point(undefined)}
      {...brushing}
    >
      <div class="maps-content">
        <div class="maps-view" ref={content}>
          <div class="axis">
            <Row label={shape.value?.target ? part.value : 'text'} tall={TEXT_HEIGHT} trackRef={track}>
              <TextRow />
            </Row>
            {surprised.value && (
              <Row label="surprise" note={`0 … ${short(Math.round(mostSurprise.value))} bits`} tall={SURPRISE_HEIGHT}>
                <SurpriseRow />
              </Row>
            )}
            {compared.value && (
              <Row
                label={`vs ${inspection.ngrams.value?.order ?? 'n'}-gram`}
                note={`↑ better · ±${MOST_ADVANTAGE} bits`}
                tall={SURPRISE_HEIGHT}
              >
                <AdvantageRow />
              </Row>
            )}
            {depends && (
              <Row label="depends on" note={depends} tall={SURPRISE_HEIGHT}>
                <DependsRow />
              </Row>
            )}
          </div>
          {other.value && <AlignmentMap />}
          {maps.map(([layer, activation], at) => (
            <ActivationMap key={mapName(layer, activation)} layer={layer} activation={activation} height={heights[at] ?? 0} />
          ))}
        </div>
      </div>
      <Announcement />
    </div>
  );
}

/** How far the bars go that tell on which characters the prediction depends; undefined where that is not told. */
function useDependsNote(): string | undefined {
  const { by, changes, fits, most, onShown } = useDependence();
  if (!fits.value || !onShown.value || by.value === 'off') return undefined;
  return changes.value ? `± ${short(most.value)} nats` : '…';
}

/** Height of all that stands between and around the maps of activations. `changes`: what it depends on; never their heights. */
function useFurniture(changes: readonly unknown[]) {
  const ref = useRef<HTMLDivElement>(null);
  const furniture = useSignal(0);
  useLayoutEffect(() => {
    if (!ref.current) return;
    const tracks = [...ref.current.querySelectorAll<HTMLElement>('.map:not(.alignment) > .track')];
    furniture.value = ref.current.offsetHeight - tracks.reduce((sum, { offsetHeight }) => sum + offsetHeight, 0);
  }, changes);
  return { ref, furniture: furniture.value };
}

/** Each activation of the layer, the one direction under the other. */
const pairs = ({ shown }: Inspection) =>
  (shown.value[0]?.activations ?? []).flatMap((_, at) =>
    shown.value.flatMap((layer) => {
      const activation = layer.activations[at];
      return activation ? [[layer, activation] as const] : [];
    }),
  );

function Row({
  label,
  note,
  tall,
  trackRef,
  children,
}: {
  label: string;
  note?: string;
  tall: number;
  trackRef?: RefObject<HTMLDivElement | null>;
  children: ComponentChildren;
}) {
  return (
    <div class="map-row">
      <div class="map-label axis-label">
        <span class="map-name">{label}</span>
        {note && <span class="map-role">{note}</span>}
      </div>
      <div class="track" ref={trackRef} style={{ height: `${tall}px` }}>
        {children}
        <i class="brushed-span" />
        <i class="cross-column" />
      </div>
    </div>
  );
}
