// A message as it came over the wire, nothing tidied.
using System.Globalization;
using System.Text;

namespace Weir.SystemTests.Support;

/// <summary>A request or response with its whole body. <see cref="Head"/> is exact; fields are split at the first colon.</summary>
public sealed record HttpMessage(
    string Head,
    byte[] BodyBytes,
    string Trailers = "",
    string Interim = ""
)
{
    public string StartLine => Head[..Head.IndexOf("\r\n", StringComparison.Ordinal)];

    public string Body => Encoding.Latin1.GetString(BodyBytes);

    public int Status => int.Parse(StartLine.Split(' ')[1], CultureInfo.InvariantCulture);

    public string Method => StartLine.Split(' ')[0];

    public string Target => StartLine.Split(' ')[1];

    /// <summary>The only value of a field; null when it is not there; fails when it is there twice.</summary>
    public string? Field(string name) => Fields(name) is { Length: > 0 } all ? all.Single() : null;

    public string[] Fields(string name) => FieldsOf(Head, name);

    public string? Trailer(string name) =>
        FieldsOf("\r\n" + Trailers, name) is { Length: > 0 } all ? all.Single() : null;

    public static string[] FieldsOf(string head, string name) =>
        [
            .. head.Split("\r\n")
                .Skip(1)
                .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                .Select(line => line[(name.Length + 1)..].Trim()),
        ];
}
