// Puts values of the environment into texts: ${NAME}, ${NAME:-default}, and $${ for a literal ${.

using System.Text;
using Weir.Configuration.Values;

namespace Weir.Configuration.Source;

/// <summary>The outcome of substituting in one text.</summary>
/// <param name="Text">With everything put in.</param>
/// <param name="IsWhole">Whether all of it came from the environment.</param>
/// <param name="ErrorCode">Null when all went well.</param>
/// <param name="ErrorMessage">What is wrong, when something is.</param>
internal readonly record struct Substitution(
    string Text,
    bool IsWhole,
    string? ErrorCode,
    string? ErrorMessage
)
{
    public static Substitution Apply(string text, Func<string, string?> environment)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return new Substitution(text, false, null, null);

        StringBuilder result = new();
        bool whole = true;
        int at = 0;
        while (at < text.Length)
        {
            ReadOnlySpan<char> rest = text.AsSpan(at);
            if (rest.StartsWith("$${", StringComparison.Ordinal))
            {
                result.Append("${");
                whole = false;
                at += 3;
                continue;
            }
            if (!rest.StartsWith("${", StringComparison.Ordinal))
            {
                result.Append(text[at]);
                whole = false;
                at++;
                continue;
            }
            int close = rest.IndexOf('}');
            if (close < 0)
                return Failed(
                    "bad-variable",
                    "a \"${\" is not closed by \"}\"; write \"$${\" for a literal one"
                );
            string reference = rest[2..close].ToString();
            if (
                Lookup(reference, environment, out string? code, out string message)
                is not { } value
            )
                return Failed(code, message);
            result.Append(value);
            at += close + 1;
        }
        return new Substitution(result.ToString(), whole, null, null);
    }

    /// <summary>Keeps a text as it is when it is read again.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static Substitution Failed(string? code, string message) =>
        new("", false, code, message);

    private static string? Lookup(
        string reference,
        Func<string, string?> environment,
        out string? code,
        out string message
    )
    {
        int mark = reference.IndexOf(":-", StringComparison.Ordinal);
        string name = mark < 0 ? reference : reference[..mark];
        if (!IsName(name))
        {
            code = "bad-variable";
            message =
                $"\"{ShownText.Quote(name)}\" is no name of an environment variable (letters, digits and _)";
            return null;
        }
        string? value = environment(name);
        // As in a shell, the default also stands in for an empty value.
        if (mark >= 0 && string.IsNullOrEmpty(value))
            value = reference[(mark + 2)..];
        code = value is null ? "undefined-variable" : null;
        message =
            $"the environment variable {ShownText.Quote(name)} is not defined; ${{{ShownText.Quote(name)}:-default}} gives it a default";
        return value;
    }

    private static bool IsName(string name) =>
        name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
