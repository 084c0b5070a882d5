// Without a GPU, WebGPU can run on SwiftShader: the software driver that Chromium brings, with a Vulkan loader beside it.
// Both must be in the environment before the process starts.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CHROMIUM = ['/usr/lib/chromium', '/opt/google/chrome'];

/** Environment variables for a process that is to find the software adapter; none where a driver is chosen already, or there is none. */
export function softwareAdapter() {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES, LD_LIBRARY_PATH, XDG_RUNTIME_DIR } = process.env;
  const folder = CHROMIUM.find((each) => existsSync(path.join(each, 'vk_swiftshader_icd.json')));
  if (VK_DRIVER_FILES || VK_ICD_FILENAMES || !folder) return {};
  const driver = path.join(folder, 'vk_swiftshader_icd.json');
  return {
    VK_DRIVER_FILES: driver,
    VK_ICD_FILENAMES: driver,
    LD_LIBRARY_PATH: [LD_LIBRARY_PATH, folder].filter(Boolean).join(':'),
    XDG_RUNTIME_DIR: XDG_RUNTIME_DIR ?? tmpdir(),
  };
}
