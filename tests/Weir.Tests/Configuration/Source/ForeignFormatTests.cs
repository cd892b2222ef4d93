// Files of other programs are called by their names; broken JSON is not taken for one.
using Shouldly;
using Weir.Configuration.Source;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Source;

public sealed class ForeignFormatTests
{
    [Theory]
    [InlineData("listeners:\n  - name: web\n    address: 0.0.0.0:80\n", "YAML")]
    [InlineData("# ours\n---\nlisten: {port: 9000}\n", "YAML")]
    [InlineData("- name: web\n", "YAML")]
    [InlineData("user www-data;\nworker_processes auto;\n", "nginx")]
    [InlineData("upstream app {\n  server 10.0.0.1:80;\n}\n", "nginx")]
    [InlineData(
        "# web\nserver {\n  listen 80;\n  location / { proxy_pass http://app; }\n}\n",
        "nginx"
    )]
    [InlineData("global\n    maxconn 4096\ndefaults\n    mode http\n", "HAProxy")]
    [InlineData("frontend web\n    bind *:80\n    default_backend app\n", "HAProxy")]
    [InlineData("listen stats 127.0.0.1:8404\n", "HAProxy")]
    [InlineData("example.com {\n\treverse_proxy 10.0.0.1:80 10.0.0.2:80\n}\n", "Caddyfile")]
    [InlineData(":80\n\nreverse_proxy localhost:9000\n", "Caddyfile")]
    [InlineData("{\n  email a@b.c\n}\n:80 {\n  respond hello\n}\n", "Caddyfile")]
    [InlineData("[entryPoints]\n  [entryPoints.web]\n    address = \":80\"\n", "TOML")]
    [InlineData("port = 9000\n", "TOML")]
    [InlineData("<?xml version=\"1.0\"?>\n<Server/>\n", "XML")]
    public void A_file_of_another_program_is_called_by_its_name(string text, string name)
    {
        ForeignFormat.Recognise(text).ShouldNotBeNull().ShouldContain("looks like");
        string told = Read(text).Problems.ShouldHaveSingleItem().Message;
        told.ShouldContain(name);
        told.ShouldContain("weir reads JSON with comments");
    }

    [Theory]
    [InlineData("{ \"listen\": { \"port\": 9000 }, \"backends\": [ { \"address\": \"a:1\" } ] ")]
    [InlineData("{\n  listen: { port: 9000 }\n}\n")]
    [InlineData("// ours\n{ \"listen\" { } }")]
    [InlineData("\"listen\": { \"port\": 9000 },\n\"backends\": []\n")]
    [InlineData("{ \"a\": \"server { listen 80; }\"\n \"b\": 1 }")]
    [InlineData("[ 1, 2")]
    [InlineData("")]
    [InlineData("hello")]
    public void What_is_nearly_json_is_told_as_json(string text) =>
        ForeignFormat.Recognise(text).ShouldBeNull();
}
