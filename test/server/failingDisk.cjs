// Loaded before the engine (--require): a disk that is full for some files, and gives others not up again.
// UNROLL_DISK_FULL and UNROLL_DISK_KEEPS are patterns of the files' paths.
const promises = require('node:fs/promises');

const pattern = (name) => (process.env[name] ? new RegExp(process.env[name]) : undefined);
const full = pattern('UNROLL_DISK_FULL');
const keeps = pattern('UNROLL_DISK_KEEPS');
const failure = (code) => Object.assign(new Error(code), { code });

const { open, rm } = promises;
promises.open = async (file, ...rest) => {
  const handle = await open(file, ...rest);
  if (full?.test(file)) for (const write of ['write', 'writeFile', 'appendFile']) handle[write] = () => Promise.reject(failure('ENOSPC'));
  return handle;
};
promises.rm = (file, ...rest) => (keeps?.test(file) ? Promise.reject(failure('EACCES')) : rm(file, ...rest));
