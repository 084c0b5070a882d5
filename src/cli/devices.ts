/** `devices`: what this machine can train on. */
import type { Command } from 'commander';
import { reportDevices } from '../backends/open';
import { openDevice } from '../backends/platform/node/nodePlatform';

export function addDevices(program: Command): void {
  program
    .command('devices')
    .description('What this machine can train on.')
    .option('--json', 'One JSON object a line.')
    .action(async ({ json }: { readonly json?: boolean }) => {
      for (const report of await reportDevices(openDevice)) {
        const { device, available, description, reason } = report;
        if (json) console.log(JSON.stringify(report));
        else
          console.log(
            `${available ? '✓' : '✗'} ${device.padEnd(10)} ${[description?.label, description?.note, reason].filter(Boolean).join(' · ')}`,
          );
      }
    });
}
