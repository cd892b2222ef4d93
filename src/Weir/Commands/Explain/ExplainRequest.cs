// The request of `weir explain` as a client would send it. Nothing is made tidy: what is malformed stays so, and is parsed like any other.
using System.Globalization;
using System.Text;

namespace Weir.Commands.Explain;

/// <summary>A request taken from the command line.</summary>
internal sealed class ExplainRequest
{
    private const int HttpPort = 80;

    private readonly string _method;
    private readonly string _target;
    private readonly IReadOnlyList<string> _fields;

    private ExplainRequest(string method, string authority, string target, string[] fields)
    {
        _method = method;
        _target = target;
        _fields = fields;
        Authority = authority;
    }

    /// <summary>Host and port of the URL; empty when it is a path alone.</summary>
    public string Authority { get; }

    /// <summary>The host of the URL without brackets; empty when it is a path alone.</summary>
    public string Host => HasPort ? Authority[..PortAt].Trim('[', ']') : Authority.Trim('[', ']');

    /// <summary>Null when the URL names none: then it is 80.</summary>
    public int? GivenPort =>
        HasPort
        && int.TryParse(
            Authority.AsSpan(PortAt + 1),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int port
        )
            ? port
            : null;

    public int Port => GivenPort ?? HttpPort;

    private int PortAt => Authority.LastIndexOf(':');

    private bool HasPort => PortAt > Authority.LastIndexOf(']');

    /// <summary>Takes METHOD, URL (<c>http://host:port/path</c>, <c>tcp://host:port</c>, or a path) and fields. Null with a
    /// <paramref name="problem"/> when that is no request.</summary>
    public static ExplainRequest? TryParse(
        string method,
        string url,
        string[] fields,
        out string? problem
    )
    {
        problem =
            url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
                ? "Weir does not terminate TLS: give the http:// URL that it gets from whoever does"
            : Array.Find(fields, f => !f.Contains(':', StringComparison.Ordinal)) is { } field
                ? $"-H takes NAME:VALUE, such as Host:example.com, not \"{field}\""
            : fields.Prepend(method).Prepend(url).Any(t => t.AsSpan().ContainsAny('\r', '\n'))
                ? "a request on the command line has no line ends of its own"
            : null;
        if (problem is not null)
        {
            return null;
        }

        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            bool isTarget = url.StartsWith('/') || url is "*";
            problem = isTarget
                ? null
                : $"\"{url}\" is no URL; such as http://127.0.0.1:9000/path, or /path alone";
            return isTarget ? new(method, "", WithoutFragment(url), fields) : null;
        }

        string rest = WithoutFragment(url[(scheme + 3)..]);
        int path = rest.AsSpan().IndexOfAny('/', '?');
        string authority = path < 0 ? rest : rest[..path];
        string target = path < 0 ? "/" : rest[path..];
        return new(method, authority, target.StartsWith('?') ? "/" + target : target, fields);
    }

    /// <summary>The head: a Host of the command line takes the place of the URL's.</summary>
    public byte[] ToBytes(string listenerAddress)
    {
        bool isConnect = string.Equals(_method, "CONNECT", StringComparison.Ordinal);
        var head = new StringBuilder();
        string authority = Authority.Length > 0 ? Authority : listenerAddress;
        head.Append(
            CultureInfo.InvariantCulture,
            $"{_method} {(isConnect ? authority : _target)} HTTP/1.1\r\n"
        );
        if (!_fields.Any(f => f.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append(CultureInfo.InvariantCulture, $"Host: {authority}\r\n");
        }

        foreach (string field in _fields)
        {
            head.Append(field).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    private static string WithoutFragment(string url) => url.Split('#')[0];
}
