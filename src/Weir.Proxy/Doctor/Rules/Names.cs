// Lists of names that do not grow past a line.
using System.Globalization;

namespace Weir.Proxy.Doctor.Rules;

internal static class Names
{
    private const int Most = 5;

    public static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Most))
        + (
            names.Count > Most
                ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - Most} more")
                : ""
        );
}
