// Shell scripts stop at the first failure instead of going on with half a result.
using Weir.Tidy.Text;

namespace Weir.Tidy.Rules;

public sealed class ScriptRule : Rule
{
    public override string Sentence => "A shell script is bash and stops at the first failure";

    public override IEnumerable<Finding> Check(Repository repository)
    {
        IEnumerable<SourceFile> scripts = repository.Files.Where(file =>
            file.Path.EndsWith(".sh", StringComparison.Ordinal) || file.Path == ".ci/run"
        );
        foreach (SourceFile file in scripts)
        {
            if (file.Lines[0] != "#!/usr/bin/env bash")
            {
                yield return file.At(1, "the first line must be `#!/usr/bin/env bash`.");
            }

            if (!file.Lines.Contains("set -euo pipefail", StringComparer.Ordinal))
            {
                yield return file.At(1, "`set -euo pipefail` is missing: put it under the header.");
            }
        }
    }
}
