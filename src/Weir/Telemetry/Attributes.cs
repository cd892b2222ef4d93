// Attributes of OTLP messages.
using System.Globalization;
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Common.V1;

namespace Weir.Telemetry;

/// <summary>Adds attributes; what is null is left out.</summary>
internal static class Attributes
{
    public static void Put(this RepeatedField<KeyValue> attributes, string name, string? value)
    {
        if (value is not null)
        {
            attributes.Add(
                new KeyValue
                {
                    Key = name,
                    Value = new AnyValue { StringValue = value },
                }
            );
        }
    }

    public static void Put(this RepeatedField<KeyValue> attributes, string name, long value) =>
        attributes.Add(
            new KeyValue
            {
                Key = name,
                Value = new AnyValue { IntValue = value },
            }
        );

    /// <summary><c>server.address</c> and <c>server.port</c> of <c>host</c>, <c>host:port</c>, <c>[v6]:port</c> or <c>unix:/path</c>.</summary>
    public static void PutServer(this RepeatedField<KeyValue> attributes, string address)
    {
        const string Unix = "unix:";
        if (address.StartsWith(Unix, StringComparison.Ordinal))
        {
            attributes.Put("server.address", address[Unix.Length..]);
            return;
        }

        int colon = address.LastIndexOf(':');
        bool hasPort = colon > address.LastIndexOf(']');
        string host = (hasPort ? address[..colon] : address).Trim('[', ']');
        attributes.Put("server.address", host.Length == 0 ? null : host);
        if (
            hasPort
            && int.TryParse(
                address.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int port
            )
        )
        {
            attributes.Put("server.port", port);
        }
    }
}
