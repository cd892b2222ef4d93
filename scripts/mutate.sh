#!/usr/bin/env bash
# Mutation testing by Stryker.NET: changes the product in one place after the other and looks that a test notices. Each part is run by the
# tests made for it, in a copy of the tree; fails when a part's score is under 80 %. Arguments: parts (protocol pooling health), else
# all; FILES="A.cs B.cs" for these files of the parts alone. Reports are left in artifacts/mutation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bar=80
parts=("$@")
if [ "${#parts[@]}" -eq 0 ]; then
  parts=(protocol pooling health)
fi
reports=$PWD/artifacts/mutation
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
command -v node > /dev/null 2>&1 || scripts/install-packages.sh "mutation testing needs" nodejs
dotnet tool restore > /dev/null
mkdir -p "$reports" "$copy/src" "$copy"/tests/Weir.Tests/{Budgets,Docs,Proxy}
cp Directory.Build.props Directory.Packages.props dotnet-tools.json global.json .editorconfig Weir.slnx "$copy"
cp -r src/Weir.Protocol src/Weir.Configuration src/Weir.Proxy src/*.txt "$copy/src"
cp -r tests/Weir.Fuzz tests/Weir.Simulation "$copy/tests"
cp -r tests/Weir.Tests/Protocol tests/Weir.Tests/Fuzz "$copy/tests/Weir.Tests"
cp -r tests/Weir.Tests/Proxy/{Pooling,Health,Backends} "$copy/tests/Weir.Tests/Proxy"
cp tests/Weir.Tests/Docs/Repository.cs "$copy/tests/Weir.Tests/Docs"
cp tests/Weir.Tests/Budgets/AllocatedBytes.cs "$copy/tests/Weir.Tests/Budgets"
find "$copy" -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
find "$copy" -name packages.lock.json -delete

# The tests of the protocol alone. A mutation may leave a variable unused: warnings are the real tree's matter.
sed -e '/Weir\/Weir.csproj/d; /Weir.Admin/d; /Weir.Linux/d; /YamlDotNet/d; /coverlet/d; /Weir.Simulation/d; /<Compile$/,/\/>/d' \
  tests/Weir.Tests/Weir.Tests.csproj > "$copy/tests/Weir.Tests/Weir.Tests.csproj"
cat > "$copy/tests/Weir.Tests/Directory.Build.targets" << 'EOF'
<Project>
  <ItemGroup>
    <Compile Remove="Proxy/**/*.cs" />
  </ItemGroup>
</Project>
EOF
# The simulation without the tests of the simulator and of whole workers, and without its random worlds: they take up to a thousand
# times longer than a test of one thing.
cat > "$copy/tests/Weir.Simulation/Directory.Build.targets" << 'EOF'
<Project>
  <ItemGroup>
    <Compile Remove="Contract/**/*.cs;Tests/**/*.cs;Worlds/**/*.cs;Workers/*Tests.cs" />
    <Compile Include="../Weir.Tests/Proxy/**/*.cs" />
  </ItemGroup>
</Project>
EOF
sed -i 's|<TreatWarningsAsErrors>true|<RunAnalyzers>false</RunAnalyzers><TreatWarningsAsErrors>false|' "$copy/Directory.Build.props"

survivors='
  const files = JSON.parse(require("fs").readFileSync(process.argv[1])).files;
  for (const [path, file] of Object.entries(files))
    for (const m of file.mutants.filter(m => ["Survived", "NoCoverage"].includes(m.status)))
      console.log(`${path.replace(/.*\/src\//, "src/")}:${m.location.start.line} ${m.status}: ${m.mutatorName}: ${m.replacement.split("\n")[0]}`);'

status=0
mutate() { # PART TESTS PROJECT GLOB
  local files=() name
  for name in ${FILES:-}; do files+=(-m "**/$name"); done
  if [ "${#files[@]}" -eq 0 ]; then files=(-m "$4"); fi
  echo "--- $1"
  rm -rf "${reports:?}/$1"
  if ! (cd "$copy/tests/$2" && dotnet stryker --test-runner mtp --project "$3.csproj" "${files[@]}" --output "$reports/$1" \
    --reporter ClearText --reporter Json --reporter Html --skip-version-check \
    --break-at "$bar" --threshold-low "$bar" --threshold-high 95) > "$reports/$1.log" 2>&1 < /dev/null; then
    status=1
  fi
  # Every mutant that no test noticed, then the score.
  node -e "$survivors" "$reports/$1/reports/mutation-report.json" || true
  grep -o 'The final mutation score is.*' "$reports/$1.log" || tail -n 20 "$reports/$1.log" >&2
}

for part in "${parts[@]}"; do
  case $part in
    protocol) mutate protocol Weir.Tests Weir.Protocol '**/*.cs' ;;
    pooling) mutate pooling Weir.Simulation Weir.Proxy '**/Pooling/*.cs' ;;
    health) mutate health Weir.Simulation Weir.Proxy '**/Health/*.cs' ;;
    *)
      echo "mutate: no part is called $part" >&2
      exit 2
      ;;
  esac
done
[ "$status" -eq 0 ] || echo "mutate: a part is under $bar % or did not run" >&2
exit "$status"
