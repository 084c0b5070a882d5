/** The devices of this machine: what is here, what is not and why; picking one trains on it from now on. */
import * as vscode from 'vscode';
import type { DeviceReport } from '../../engine/backend';
import type { Commands, CommandTools } from './commands';

export function deviceCommands({ engine }: CommandTools): Commands {
  return {
    'unroll.showDevices': async () => {
      const settings = vscode.workspace.getConfiguration('unroll');
      const present = settings.get('device', 'auto');
      const items = engine.api.devices().then((reports) => [automatic(present), ...reports.map((report) => item(report, present))]);
      const picked = await vscode.window.showQuickPick(items, {
        title: 'Devices',
        placeHolder: 'Train on (the setting unroll.device)',
        matchOnDescription: true,
      });
      if (!picked?.available) throw new vscode.CancellationError();
      await settings.update('device', picked.device, vscode.ConfigurationTarget.Global);
    },
  };
}

interface DeviceItem extends vscode.QuickPickItem {
  readonly device: string;
  readonly available: boolean;
}

function automatic(present: string): DeviceItem {
  return {
    label: `${mark('auto', present)} auto`,
    description: 'measure, and take the fastest for each model',
    device: 'auto',
    available: true,
  };
}

function item({ device, available, description, reason }: DeviceReport, present: string): DeviceItem {
  const icon = available ? mark(device, present) : '$(circle-slash)';
  const detail = available ? description?.note : (reason ?? 'not here');
  return { label: `${icon} ${device}`, description: description?.label ?? '', device, available, ...(detail ? { detail } : {}) };
}

function mark(device: string, present: string): string {
  return device === present ? '$(check)' : '$(circle-large-outline)';
}
