// @ts-check
/**
 * What a user of the packages will meet: a licence and a README in each, publint on the manifest, attw on the types, and
 * the packed tarballs installed into an empty folder, where the library loads by import and by require, without any of
 * this repository around it.
 */
import { rmSync } from "node:fs";
import { checkComponent, checkExamples, checkSample, checkTasks } from "./packages/guide.mjs";
import { install, pack } from "./packages/install.mjs";
import { checkLoading } from "./packages/loading.mjs";
import { folders, scratch } from "./packages/place.mjs";

try {
  install(folders.map(pack));
  checkLoading();
  checkSample();
  checkTasks();
  checkExamples();
  checkComponent();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
