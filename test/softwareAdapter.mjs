// Without a GPU, WebGPU can run on SwiftShader: the software driver that comes with Debian's chromium, with a Vulkan loader
// beside it. Both must be in the environment before the process starts.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const CHROMIUM = '/usr/lib/chromium';
const DRIVER = `${CHROMIUM}/vk_swiftshader_icd.json`;

/** Environment variables for a process that is to find the software adapter; none where a driver is chosen already, or there is none. */
export function softwareAdapter() {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES, LD_LIBRARY_PATH, XDG_RUNTIME_DIR } = process.env;
  if (VK_DRIVER_FILES || VK_ICD_FILENAMES || !existsSync(DRIVER)) return {};
  return {
    VK_DRIVER_FILES: DRIVER,
    VK_ICD_FILENAMES: DRIVER,
    LD_LIBRARY_PATH: [LD_LIBRARY_PATH, CHROMIUM].filter(Boolean).join(':'),
    XDG_RUNTIME_DIR: XDG_RUNTIME_DIR ?? tmpdir(),
  };
}
