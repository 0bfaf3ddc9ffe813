/** The measured errors as the tables of docs/precopy.md. */
import { runs, median, type MeasuredRun } from './measured.ts';
import { accountedMs, errorPercent, forecast, idleMs, scenarioOf, seenPlateauBytes, useOf } from './validation.ts';
import { mib } from './migrations.ts';

/** Given the bytes, the times: a line a scenario. */
export function accountingTable(): string {
  const scenarios = groupsOf(runs.filter((run) => useOf(run).kind !== 'none'));
  const lines = scenarios.map(([name, rows]) => {
    const errors = rows.map((run) => Math.abs(errorPercent(useOf(run).kind === 'accounting' ? accountedMs(run) : idleMs(run), run.totalMs)));
    return `| \`${name}\` | ${rows.length} | ${median(errors).toFixed(2)} % | ${Math.max(...errors).toFixed(2)} % |`;
  });
  return ['| rows | runs | median | largest |', '|---|---:|---:|---:|', ...lines].join('\n');
}

/** Given memory and curve, everything: a line a run of pre-copy. */
export function forecastTable(): string {
  const rows = runs.filter((run) => useOf(run).kind === 'accounting' && run.mode === 'pre-copy');
  return ['| run | predicted | total | blackout | plateau |', '|---|---|---:|---:|---:|', ...rows.map(forecastLine)].join('\n');
}

function forecastLine(run: MeasuredRun): string {
  const prediction = forecast(run);
  const name = `\`${run.id}\``;
  if (prediction.kind === 'switched') {
    const { totalMs, blackoutMs } = prediction.times;
    return `| ${name} | ${prediction.passes.length} passes (measured ${run.passes ?? '?'}) | ${signed(errorPercent(totalMs, run.totalMs))} | ${blackoutMs.toFixed(0)} ms (measured ${run.blackoutMs ?? '?'}) | - |`;
  }
  if (prediction.kind === 'too-long') return `| ${name} | too long | - | - | - |`;
  // Throttling takes the guest off any plateau, so there is none to compare with.
  if (run.throttleMaxPercent !== null) return `| ${name} | never ends (measured: until throttled by ${run.throttleMaxPercent} %) | not predicted | not predicted | - |`;
  const { meanBytes } = prediction.plateau;
  return `| ${name} | never ends (measured: until its load ended) | not predicted | not predicted | ${(meanBytes / mib).toFixed(1)} MiB, ${signed(errorPercent(meanBytes, seenPlateauBytes(run)))} |`;
}

/** The rows that cannot be predicted, by why. */
export function unusedTable(): string {
  const reasons = Map.groupBy(runs, (run) => {
    const use = useOf(run);
    return use.kind === 'none' ? use.because : null;
  });
  const lines = [...reasons].flatMap(([because, rows]) => (because === null ? [] : [`| ${rows.map(({ id }) => `\`${id}\``).join(' ')} | ${because} |`]));
  return ['| rows | why not |', '|---|---|', ...lines].join('\n');
}

function groupsOf(rows: readonly MeasuredRun[]): readonly (readonly [string, readonly MeasuredRun[]])[] {
  return [...Map.groupBy(rows, scenarioOf)];
}

function signed(percent: number): string {
  return `${percent < 0 ? '-' : '+'}${Math.abs(percent).toFixed(1)} %`;
}
