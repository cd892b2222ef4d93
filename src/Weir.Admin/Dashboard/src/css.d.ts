// Style sheets that esbuild gathers into one.
declare module "*.css";
